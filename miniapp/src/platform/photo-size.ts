/** Long edge of what is sent: enough to read a nameplate, small enough for a cellar. */
export const longEdge = 1600
export const quality = 0.8

export function fitted(width: number, height: number): { width: number; height: number } {
  const factor = Math.min(1, longEdge / Math.max(width, height))
  return { width: Math.round(width * factor), height: Math.round(height * factor) }
}

interface Canvas2d {
  fillStyle: unknown
  font: string
  textBaseline: string
  globalAlpha: number
  fillRect(x: number, y: number, width: number, height: number): void
  fillText(text: string, x: number, y: number): void
  measureText(text: string): { width: number }
}

/** Time, place and worker, burnt into a corner: white on a dark plate, so that it reads on any picture. */
export function burn(context: unknown, lines: readonly string[], width: number, height: number): void {
  const pen = context as Canvas2d
  const size = Math.max(18, Math.round(width / 36))
  const gap = Math.round(size * 1.4)
  pen.font = `${size}px sans-serif`
  pen.textBaseline = 'top'
  const plate = Math.max(...lines.map((line) => pen.measureText(line).width)) + size
  const top = height - gap * lines.length - size
  pen.globalAlpha = 0.55
  pen.fillStyle = '#000000'
  pen.fillRect(0, top - size / 2, plate, height - top + size)
  pen.globalAlpha = 1
  pen.fillStyle = '#ffffff'
  for (const [index, line] of lines.entries()) pen.fillText(line, size / 2, top + index * gap)
}
