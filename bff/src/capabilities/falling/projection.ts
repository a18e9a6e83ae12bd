type Point = readonly [x: number, y: number]

/**
 * From the picture to the plane of a facade: the projection that takes four corners as seen to (0,0), (1,0), (1,1), (0,1),
 * across and up. Undefined where the corners lie on one line.
 */
export function ontoFacade(corners: readonly Point[]): ((point: Point) => Point) | undefined {
  const targets: readonly Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]
  const rows: number[][] = []
  for (const [i, [u, v]] of targets.entries()) {
    const [x, y] = (corners[i] as Point).map((value) => value / 1000) as [number, number]
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v])
  }
  const h = solve(rows)
  if (!h) return undefined
  const [a, b, c, d, e, f, g, k] = h as [number, number, number, number, number, number, number, number]
  return ([px, py]) => {
    const [x, y] = [px / 1000, py / 1000]
    const w = g * x + k * y + 1
    return [(a * x + b * y + c) / w, (d * x + e * y + f) / w]
  }
}

/** Gauss with the largest element first; each row ends with its right side. */
function solve(rows: number[][]): number[] | undefined {
  const n = rows.length
  for (let column = 0; column < n; column++) {
    const rest = rows.slice(column)
    const best =
      column + rest.reduce((at, row, i) => (Math.abs(row[column] as number) > Math.abs(rest[at]?.[column] as number) ? i : at), 0)
    const pivot = rows[best] as number[]
    if (Math.abs(pivot[column] as number) < 1e-9) return undefined
    rows[best] = rows[column] as number[]
    rows[column] = pivot
    for (const [i, row] of rows.entries()) {
      if (i === column) continue
      const factor = (row[column] as number) / (pivot[column] as number)
      for (let j = column; j <= n; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number)
    }
  }
  return rows.map((row, i) => (row[n] as number) / (row[i] as number))
}
