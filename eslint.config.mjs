// What the linter looks for in our JavaScript: names that do not exist, code that cannot run.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["static/dist/", "node_modules/", ".venv/", "var/", "docs/"] },
  js.configs.recommended,
  { languageOptions: { ecmaVersion: 2022, sourceType: "module" } },
  { files: ["static/js/**"], languageOptions: { globals: globals.browser } },
  {
    files: ["frontend/**", "tests/js/**", "*.mjs"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
