/** The painted canvases one over the other, with a name below, as PNG. */
export async function composed(
  layers: readonly HTMLCanvasElement[],
  name: string,
  ratio: number,
): Promise<Blob> {
  const [first] = layers;
  const canvas = document.createElement("canvas");
  canvas.width = first?.width ?? 1;
  canvas.height = first?.height ?? 1;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser offers no 2D canvas");
  for (const layer of layers) context.drawImage(layer, 0, 0, canvas.width, canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = "13px system-ui, sans-serif";
  context.lineWidth = 3;
  context.strokeStyle = "rgba(0,0,0,0.75)";
  context.fillStyle = "#ffffff";
  const bottom = canvas.height / ratio - 10;
  context.strokeText(name, 10, bottom);
  context.fillText(name, 10, bottom);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("the picture could not be encoded"));
      else resolve(blob);
    }, "image/png");
  });
}

/** Hands it to the browser as a download. */
export function savePng(picture: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
