import type { Facade } from '@liren/contract/camera/facade'

type Point = readonly [x: number, y: number]

/** Twice the area on the left of the way a → b → c; negative when it turns the other way. */
const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/** Four corners that go round once, and floors that go up. */
export function isFacadeSound({ corners, bottomFloor, topFloor }: Facade): boolean {
  const turns = corners.map((corner, i) => turn(corner, corners[(i + 1) % 4] as Point, corners[(i + 2) % 4] as Point))
  // The picture counts downwards, so that bottom left → bottom right → top right turns to the left: negative.
  return topFloor > bottomFloor && turns.every((one) => one < -1)
}
