/** How wide words come out in the page's own type: measured once each, off the page. */

const widths = new Map<string, number>();
let pen: CanvasRenderingContext2D | null = null;
let family = "";

/** The width of a bar's words in pixels; a fair guess where nothing can be measured. */
export function textWidth(text: string, size: number): number {
  const key = `${size} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    pen ??= document.createElement("canvas").getContext("2d");
    family ||= getComputedStyle(document.body).fontFamily;
    if (pen) pen.font = `600 ${size}px ${family}`;
    width = pen?.measureText(text).width ?? text.length * size * 0.6;
    widths.set(key, width);
  }
  return width;
}
