import sharp from "sharp";
import type { TestFile } from "../helpers/images.ts";

interface Scene {
  readonly name: string;
  readonly sky: readonly [string, string];
  readonly sun: string;
  readonly hills: readonly [string, string, string];
}

const SCENES: readonly Scene[] = [
  { name: "西湖晨雾.jpg", sky: ["#fbd7a6", "#f7efe2"], sun: "#fff6dd", hills: ["#9db6b8", "#6e9192", "#3f6466"] },
  { name: "产品主图-白底.png", sky: ["#ffffff", "#eef2f7"], sun: "#0a62d0", hills: ["#cfe0f5", "#9cc0ec", "#5f97dc"] },
  {
    name: "IMG_20260412_183045.webp",
    sky: ["#27365e", "#e2735a"],
    sun: "#ffd38a",
    hills: ["#6d4a6b", "#472f53", "#2a1d3a"],
  },
  { name: "banner-spring.avif", sky: ["#bfe3f7", "#eef9ff"], sun: "#ffffff", hills: ["#a9d69a", "#74b56d", "#3f8650"] },
];

/** Painted pictures for the documents' screenshots: four scenes, one of each common type. */
export function landscapes(): Promise<TestFile[]> {
  return Promise.all(
    SCENES.map(async (scene) => {
      const type = scene.name.slice(scene.name.lastIndexOf(".") + 1);
      const picture = sharp(Buffer.from(paint(scene)));
      if (type === "jpg")
        return { name: scene.name, type: "image/jpeg", bytes: await picture.jpeg({ quality: 92 }).toBuffer() };
      if (type === "webp") return { name: scene.name, type: "image/webp", bytes: await picture.webp().toBuffer() };
      if (type === "avif")
        return { name: scene.name, type: "image/avif", bytes: await picture.avif({ effort: 2 }).toBuffer() };
      return { name: scene.name, type: "image/png", bytes: await picture.png().toBuffer() };
    }),
  );
}

function paint({ sky, sun, hills }: Scene): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1067" viewBox="0 0 300 200">
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/></linearGradient>
    <rect width="300" height="200" fill="url(#sky)"/>
    <circle cx="205" cy="72" r="26" fill="${sun}"/>
    <path d="M0 130Q60 70 120 118T240 104T300 120V200H0Z" fill="${hills[0]}"/>
    <path d="M0 155Q50 110 110 146T220 132T300 150V200H0Z" fill="${hills[1]}"/>
    <path d="M0 178Q80 146 150 172T300 168V200H0Z" fill="${hills[2]}"/>
  </svg>`;
}
