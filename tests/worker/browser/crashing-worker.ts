/** A worker that starts as it should and dies on its first job, as one that runs out of memory does. */
self.postMessage({ type: "ready", engine: "simd" });
self.addEventListener("message", () => {
  throw new RangeError("Array buffer allocation failed");
});
