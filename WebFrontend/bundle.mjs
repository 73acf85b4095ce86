// Bundles the pages' scripts and styles into wwwroot/assets; the build calls it (Assets.targets).
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const entries = ["site.css", "site.js", "userhome.js", "watch.js", "player.js", "embed.js", "admin.js", "dashboard.js", "dashboard.css", "alarm-worker.js"];

/** The player writes two styles into its markup, which our content security policy forbids: Assets/player.css says them instead. */
const styles = [
  ['class="vds-controls-group" style="pointer-events: none;"', 'class="vds-controls-group vds-through"'],
  [' style="max-width: unset;"', ""],
];

const withoutInlineStyles = {
  name: "without-inline-styles",
  setup(bundler) {
    const left = new Set(styles.map(([written]) => written));
    bundler.onLoad({ filter: /[\\/]vidstack[\\/]prod[\\/]chunks[\\/]/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [written, instead] of styles) {
        if (contents.includes(written)) left.delete(written);
        contents = contents.replaceAll(written, instead);
      }
      return { contents, loader: "js" };
    });
    bundler.onEnd(() => (left.size > 0 ? { errors: [{ text: `The player has no such style any more: ${[...left].join(", ")}` }] } : undefined));
  },
};

await build({
  entryPoints: entries.map((entry) => `Assets/${entry}`),
  outdir: "wwwroot/assets",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  logLevel: "warning",
  plugins: [withoutInlineStyles],
}).catch(() => process.exit(1)); // Its errors have been written.
