import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

const built = "../src/watchbill/web/app";
/** The server that a development server asks: one of `make demo`, unless another is named. */
const answers = process.env["WATCHBILL_DEV_SERVER"] ?? "http://127.0.0.1:8080";

/** Compresses what is served once, at build time, so that the server never has to. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle() {
      for (const one of readdirSync(built, { recursive: true, withFileTypes: true })) {
        if (!one.isFile() || !/\.(html|js|css|svg|webmanifest)$/.test(one.name)) continue;
        const path = join(one.parentPath, one.name);
        const content = readFileSync(path);
        if (content.length < 1024) continue;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        writeFileSync(`${path}.br`, brotliCompressSync(content, quality));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

/** What is fetched together: what every page needs, pages to look at, pages to work on. The first that fits counts. */
const PARTS = [
  { name: "app", test: /node_modules|\/src\/(api|state|parts|time)\//, priority: 3 },
  { name: "looks", test: /\/src\/pages\/(board|me|gaps|load|audit|people|sign-in)\//, priority: 2 },
  { name: "works", test: /\/src\/(timeline|pages\/[^/]+)\//, priority: 1 },
];
/** Whose styles four letters stand for. */
const styled = new Map<string, string>();

/** Four letters tell a component's styles from others'; a few hundred times eight are another kilobyte. */
function shortHash({ hash, filename = "" }: { hash: (text: string) => string; filename?: string }): string {
  const short = `s${hash(filename).slice(0, 4)}`;
  const other = styled.get(short);
  if (other !== undefined && other !== filename) throw new Error(`${filename} would have the styles of ${other}.`);
  styled.set(short, filename);
  return short;
}

export default defineConfig({
  // The server says where the files lie: it may be below a path.
  base: "./",
  plugins: [svelte({ compilerOptions: { cssHash: shortHash } }), compressed()],
  build: {
    outDir: built,
    emptyOutDir: true,
    target: "es2022",
    // What is inlined would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // A few large parts are smaller together than many small ones, for each is compressed by itself.
    cssCodeSplit: false,
    rolldownOptions: { output: { advancedChunks: { groups: PARTS } } },
  },
  server: {
    // The server has to see the address that the browser sees, or it takes a change for a forged one.
    proxy: Object.fromEntries(
      ["/api", "/feeds", "/docs", "/sign-in/oidc"].map((path) => [path, { target: answers, changeOrigin: false }]),
    ),
  },
});
