/** Whether this browser can draw a map at all; lists stand in where it cannot. */
export function canDraw(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}
