/*
 * Draws the icons of the installed app from the favicon's drawing: `npm run icons`. Committed, since they hardly change.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";

const PUBLIC = resolve(import.meta.dirname, "../../public");
const drawing = await readFile(join(PUBLIC, "favicon.svg"), "utf8");
/** A launcher may cut a maskable icon to a circle of 80 % of its width, so its ground fills the whole square. */
const maskable = drawing.replace('rx="8"', "").replace("<g fill", '<g transform="translate(6.4 6.4) scale(.6)" fill');

const icons = [
  { name: "icon-192", size: 192, svg: drawing },
  { name: "icon-512", size: 512, svg: drawing },
  { name: "maskable-512", size: 512, svg: maskable },
  { name: "apple-touch-icon", size: 180, svg: maskable },
] as const;

for (const { name, size, svg } of icons) {
  await sharp(Buffer.from(svg), { density: 72 * (size / 32) })
    .resize(size, size)
    .png({ palette: true })
    .toFile(join(PUBLIC, "icons", `${name}.png`));
}
