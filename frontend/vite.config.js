import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PurgeCSS } from "purgecss";
import { defineConfig } from "vite";

const HERE = import.meta.dirname;
const PRODUCT = resolve(HERE, "../src/huying");
const OUTLINE = resolve(HERE, "node_modules/@tabler/icons/icons/outline");
// Django's form fields and the browser bring these; no template names them.
const TAGS = ["select", "option", "optgroup", "textarea", "input", "progress", "dialog", "fieldset", "legend", "code", "kbd", "hr", "h3", "h4"];
const SKIPPED = new Set(["node_modules", "static", "migrations", "__pycache__", "locale"]);

/** Everything that may name a class or an icon: templates and Python of the product, and our own scripts. */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(html|py|ts)$/.test(entry.name)) yield path;
  }
}

const texts = () => [...sources(PRODUCT), ...sources(join(HERE, "src"))].map((path) => readFileSync(path, "utf8"));

/** Keeps of the style sheet only what some page can use. */
function purge() {
  return {
    name: "purge",
    enforce: "post",
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !/style-.*\.css$/.test(file.fileName)) continue;
        const [result] = await new PurgeCSS().purge({
          content: texts().map((raw) => ({ raw, extension: "html" })),
          css: [{ raw: String(file.source) }],
          variables: true,
          keyframes: true,
          fontFace: true,
          safelist: { standard: [/^(leaflet|chip|notice|count|tone|field|panel|picked|masker|map|btn-(primary|outline|danger|link|small)$)/, ...TAGS] },
          dynamicAttributes: ["aria-current", "aria-busy", "aria-disabled", "data-elder", "type", "disabled", "hidden"],
        });
        file.source = result.css;
      }
    },
  };
}

/** One SVG with the icons that some page names, and a list of them for the server. */
function sprite() {
  return {
    name: "sprite",
    generateBundle() {
      const named = new Set(JSON.parse(readFileSync(join(HERE, "icons.json"), "utf8")));
      const patterns = [/\bicon\s+["']([a-z0-9-]+)["']/g, /\bicon(?:_name)?["']?\s*[=:]\s*["']([a-z0-9-]+)["']/g];
      for (const text of texts()) for (const pattern of patterns) for (const [, name] of text.matchAll(pattern)) named.add(name);
      const names = [...named].filter((name) => existsSync(join(OUTLINE, `${name}.svg`))).sort();
      const symbols = names.map((name) => {
        const drawn = readFileSync(join(OUTLINE, `${name}.svg`), "utf8").replace(/<!--[\s\S]*?-->/g, "");
        const inside = drawn.slice(drawn.indexOf(">", drawn.indexOf("<svg")) + 1, drawn.lastIndexOf("</svg>"));
        return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
      });
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
      const fileName = `assets/icons-${createHash("sha256").update(source).digest("hex").slice(0, 8)}.svg`;
      this.emitFile({ type: "asset", fileName, source });
      this.emitFile({ type: "asset", fileName: "sprite.json", source: JSON.stringify({ file: fileName, names }) });
    },
  };
}

export default defineConfig({
  root: HERE,
  base: "./",
  publicDir: false,
  plugins: [purge(), sprite()],
  build: {
    outDir: resolve(PRODUCT, "static/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome87", "safari14", "firefox90"],
    cssTarget: ["chrome87", "safari14"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 2048,
    rollupOptions: { input: { app: join(HERE, "src/app.ts"), style: join(HERE, "src/app.css") } },
  },
});
