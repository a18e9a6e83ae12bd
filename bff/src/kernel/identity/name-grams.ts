import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'

const place = { table: 'user_name_grams', column: 'gram' }

/** Characters and pairs of neighbours: 张小明 → 张, 小, 明, 张小, 小明. */
export function grams(text: string): string[] {
  const signs = [...text.toLowerCase().replace(/\s+/g, '')]
  return [...new Set(signs.flatMap((sign, i) => (i + 1 < signs.length ? [sign, sign + signs[i + 1]] : [sign])))]
}

/** The longest pieces of what is searched for: all pairs, or the one character. */
export function gramsOfQuery(text: string): string[] {
  const signs = [...text.toLowerCase().replace(/\s+/g, '')]
  return signs.length === 1 ? signs : grams(text).filter((gram) => [...gram].length === 2)
}

export const gramIndexes = (kernel: Kernel, gram: string): string[] => kernel.sealer.blindIndexes(gram, place)

/** Keeps blind indexes of the pieces of a sealed name. They tell which names share a piece, not which piece it is. */
export async function writeNameGrams(kernel: Kernel, userId: string, name: string, tx: Tx): Promise<void> {
  await kernel.store.run('DELETE FROM user_name_grams WHERE user_id = ?', [userId], tx)
  const pieces = grams(name)
  if (pieces.length === 0) return
  await kernel.store.run(
    `INSERT INTO user_name_grams (gram, user_id) VALUES ${pieces.map(() => '(?, ?)').join(', ')}`,
    pieces.flatMap((piece) => [kernel.sealer.blindIndex(piece, place), userId]),
    tx,
  )
}
