// What esbuild needs to be told about the stylesheets of npm packages.

import { readFile } from "node:fs/promises";
import path from "node:path";

import * as esbuild from "esbuild";

// A browser fetches a face only when the page uses a letter of its range, so the other alphabets
// cost a reader nothing; Cyrillic and Vietnamese are left out until someone writes in them.
const SUBSETS = ["latin", "latin-ext", "greek"];

/** Keeps the @font-face blocks of the subsets we ship. `css` is a @fontsource stylesheet, where a
 *  comment such as “inter-latin-ext-wght-normal” stands before each block. */
export function keepSubsets(css) {
  return css.replace(/\/\*\s*([\w-]+)\s*\*\/\s*(@font-face\s*\{[^}]*\})/g, (whole, name, block) =>
    SUBSETS.some((subset) => name.includes(`-${subset}-wght`)) && !name.includes("greek-ext")
      ? block
      : "",
  );
}

/** Every browser we build for reads woff2: drops the older formats, which would double the files. */
export function keepWoff2(css) {
  return css.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, "");
}

/** An esbuild plugin: trims font stylesheets, and answers `import address from "x.css?url"` with
 *  the address of a stylesheet bundled on its own. Its files are added to `found` (name → bytes). */
export function stylesheets({ found, ...options }) {
  return {
    name: "stylesheets",
    setup(build) {
      trim(build, /@fontsource.*\.css$/, keepSubsets);
      trim(build, /katex.*\.css$/, keepWoff2);
      build.onResolve({ filter: /\.css\?url$/ }, async ({ path: request, ...args }) => {
        const { kind, importer, resolveDir } = args;
        const answer = await build.resolve(request.slice(0, -"?url".length), {
          kind,
          importer,
          resolveDir,
        });
        if (answer.errors.length) return { errors: answer.errors };
        return { path: answer.path, namespace: "stylesheet-address" };
      });
      build.onLoad({ filter: /.*/, namespace: "stylesheet-address" }, async ({ path: file }) => {
        const name = await bundleAlone(file, options, found);
        const address = JSON.stringify(`./${name}`);
        return { contents: `export default new URL(${address}, import.meta.url).href;` };
      });
    },
  };
}

function trim(build, filter, keep) {
  build.onLoad({ filter, namespace: "file" }, async ({ path: file }) => ({
    contents: keep(await readFile(file, "utf8")),
    loader: "css",
  }));
}

/** Bundles one stylesheet, adds what came of it to `found`, and answers its hashed name. */
async function bundleAlone(file, options, found) {
  const result = await esbuild.build({
    ...options,
    entryPoints: [file],
    splitting: false,
    plugins: [stylesheets({ found, ...options })],
  });
  for (const { path: out, contents } of result.outputFiles) found.set(path.basename(out), contents);
  const [entry] = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint);
  return path.basename(entry);
}
