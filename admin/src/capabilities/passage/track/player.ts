/** A film of points: where it stands, whether it runs, how fast. */
export interface Player {
  readonly at: number
  readonly count: number
  readonly isPlaying: boolean
  readonly speed: Speed
}

export const speeds = [1, 2, 4, 8] as const
export type Speed = (typeof speeds)[number]

/** At speed one a point stays on the screen for so long. */
const pointMs = 1200
export const pauseOf = (speed: Speed): number => pointMs / speed

export type Move =
  | { readonly do: 'play' | 'pause' | 'tick' }
  | { readonly do: 'seek'; readonly at: number }
  | { readonly do: 'speed'; readonly speed: Speed }

export const begin = (count: number): Player => ({ at: 0, count, isPlaying: false, speed: 1 })

/** From the end it plays anew from the beginning; at the end it stops by itself; a hand on the slider stops it too. */
export function moved(player: Player, move: Move): Player {
  const last = Math.max(0, player.count - 1)
  if (move.do === 'speed') return { ...player, speed: move.speed }
  if (move.do === 'seek') return { ...player, at: Math.min(last, Math.max(0, move.at)), isPlaying: false }
  if (move.do === 'pause') return { ...player, isPlaying: false }
  if (move.do === 'play') return last === 0 ? player : { ...player, isPlaying: true, at: player.at >= last ? 0 : player.at }
  if (!player.isPlaying) return player
  const at = Math.min(last, player.at + 1)
  return { ...player, at, isPlaying: at < last }
}
