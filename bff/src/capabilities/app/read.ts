import type { Tile } from '@liren/contract/capabilities/app'
import { catalogue } from './catalogue.ts'

/** The tile of this code, for what leads to a page of the app. */
export const tileOf = (code: string): Tile | undefined => catalogue.find((tile) => tile.code === code)
