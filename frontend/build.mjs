// Bundles our JavaScript and CSS, and the npm packages they use, into static/dist/.
//
//   node frontend/build.mjs
//
// Every file there carries a hash of its content in its name, so it may be cached for ever; the
// server finds today's names in static/dist/manifest.json: {"app.js": "app-1A2B3C4D.js", …}.
// Beside each text file lie its .gz and .br, which WhiteNoise sends to browsers that take them.
//
// A module that wants the address of a stylesheet (to load it only when it is needed) writes
//   import address from "katex/dist/katex.min.css?url";

import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";

import { stylesheets } from "./stylesheets.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const OUT = path.join(ROOT, "static", "dist");
const MANIFEST = "manifest.json";

// A page loads greenroom.css, app.js and at most one script of its own. Whatever such a script and
// app.js both need is in app.js alone: a page has one of each module, in few files.
const APP = "static/js/app.js"; // every page
const PAGES = [
  "static/js/room.js", // the interview page
  "static/js/review.js", // the review page
  "static/js/question-list.js", // the list of one’s own questions
  "static/js/set-order.js", // the page where a set is put together
  "static/js/question-editor.js", // the editor of a question
  "static/js/import.js", // the pages of an import
  "static/js/live.js", // the page on which an interviewer follows an interview
  "static/js/board.js", // the board of a whiteboard meeting
  "static/js/calibration.js", // marking stored answers
  "static/js/recall.js", // a sitting of recall cards
  "static/js/speak.js", // an answer aloud, and what this browser recorded of it
  "static/js/marking.js", // interviews read and marked with others
  "static/js/progress-grid.js", // the progress grid
  "static/js/lift.js", // what a treatment brings
];
const ON_DEMAND = [
  "static/js/code-editor.js", // loaded by the interview page when a question wants code
  "static/js/maths.js", // loaded by pages that show a formula
];
const STYLES = "static/css/greenroom.css"; // every page, fonts included

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: OUT,
  bundle: true,
  format: "esm",
  minify: true,
  sourcemap: false,
  metafile: true,
  write: false,
  legalComments: "none",
  target: ["es2022", "chrome111", "firefox114", "safari16.4"],
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
  logLevel: "warning",
};

/** Bundles everything and answers { files: Map(name → bytes), manifest: {source: name} }. */
async function bundleAll() {
  const onDemand = await bundle([...ON_DEMAND, STYLES], { splitting: true });
  const fetched = ON_DEMAND.map((source) => [source, namesOf(onDemand)[path.basename(source)]]);
  const app = await bundle([APP], { plugins: [onTheirOwn(new Map(fetched))] });
  const pages = await bundle(PAGES, { plugins: [inside(app), onTheirOwn(new Map(fetched))] });

  const groups = [onDemand, app, pages];
  return {
    files: new Map(groups.flatMap(({ files }) => [...files])),
    manifest: Object.fromEntries(groups.flatMap((group) => Object.entries(namesOf(group))).sort()),
  };
}

/** Bundles `entries` and answers { files: Map(name → bytes), outputs: esbuild’s list of them }. */
async function bundle(entries, { plugins = [], ...options } = {}) {
  const files = new Map();
  const result = await esbuild.build({
    ...OPTIONS,
    ...options,
    entryPoints: entries,
    plugins: [...plugins, stylesheets({ ...OPTIONS, found: files })],
  });
  for (const file of result.outputFiles) files.set(path.basename(file.path), file.contents);
  return { files, outputs: result.metafile.outputs };
}

/** The names a template may ask for: {source: name}. */
function namesOf({ outputs }) {
  const names = {};
  for (const [output, { entryPoint, cssBundle }] of Object.entries(outputs)) {
    if (![APP, STYLES, ...PAGES, ...ON_DEMAND].includes(entryPoint)) continue;
    const source = path.basename(entryPoint);
    names[source] = path.basename(output);
    if (cssBundle) names[source.replace(/\.js$/, ".css")] = path.basename(cssBundle);
  }
  return names;
}

/** An esbuild plugin: modules that are files of their own (source → name) are imported as such. */
function onTheirOwn(names) {
  return {
    name: "on-their-own",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: request, resolveDir }) => {
        const name = names.get(sourceOf(request, resolveDir));
        return name && { path: `./${name}`, external: true };
      });
    },
  };
}

/** An esbuild plugin: modules that are in the bundle `app` are imported from there. esbuild objects
 *  to a name that app.js does not export. */
function inside(app) {
  const [[output, { exports: names, inputs }]] = Object.entries(app.outputs).filter(
    ([, { entryPoint }]) => entryPoint,
  );
  const address = `./${path.basename(output)}`;
  return {
    name: "inside",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: request, resolveDir, namespace }) => {
        if (namespace === "app") return { path: request, external: true };
        if (sourceOf(request, resolveDir) in inputs) return { path: APP, namespace: "app" };
      });
      build.onLoad({ filter: /.*/, namespace: "app" }, () => ({
        contents: `export { ${names.join(", ")} } from "${address}";`,
      }));
    },
  };
}

function sourceOf(request, folder) {
  return path.relative(ROOT, path.resolve(folder, request)).replaceAll(path.sep, "/");
}

function compressed(name, bytes) {
  if (!/\.(js|css|svg)$/.test(name)) return [];
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return [
    [`${name}.gz`, gzipSync(bytes, { level: 9 })],
    [`${name}.br`, brotliCompressSync(bytes, { params: quality })],
  ];
}

/** Writes new files first, the manifest next, and only then removes what no page names any more:
 *  a server that runs meanwhile never points at a file that is not there. */
async function publish(files, manifest) {
  await mkdir(OUT, { recursive: true });
  const before = await readdir(OUT);
  const all = [...files].flatMap(([name, bytes]) => [[name, bytes], ...compressed(name, bytes)]);
  for (const [name, bytes] of all) await replace(name, bytes);
  await replace(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);

  const kept = new Set([MANIFEST, ...all.map(([name]) => name)]);
  const stale = before.filter((name) => !kept.has(name) && !name.startsWith("."));
  for (const name of stale) await rm(path.join(OUT, name), { force: true });
}

async function replace(name, bytes) {
  const target = path.join(OUT, name);
  await writeFile(`${target}.part`, bytes);
  await rename(`${target}.part`, target);
}

function report(files, manifest) {
  for (const [source, name] of Object.entries(manifest)) {
    const raw = files.get(name);
    const sent = brotliCompressSync(raw).length;
    const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
    console.log(`  ${source.padEnd(16)} ${kb(raw.length)} ${kb(sent)} compressed`);
  }
}

async function main() {
  const { files, manifest } = await bundleAll();
  await publish(files, manifest);
  report(files, manifest);
}

try {
  await main();
} catch (error) {
  const full = error.code === "ENOSPC";
  if (full) console.error("The disk is full: free some space, then run make again.");
  else if (!error.errors) console.error(error); // esbuild has already shown its own errors
  process.exitCode = 1;
}
