import type { RepairCategory } from '@liren/contract/capabilities/repair'

/**
 * The category that the words of a description speak of. Longer and more words weigh more, so that 电梯停电 is the
 * lift and not the socket; a category that fits the chosen place wins a tie; danger always wins.
 */
export function suggestCategory(
  categories: readonly RepairCategory[],
  description: string,
  atHome: boolean | undefined,
): RepairCategory | undefined {
  const said = description.toLowerCase()
  let best: { category: RepairCategory; weight: number } | undefined
  for (const category of categories) {
    if (category.retired) continue
    const hits = category.keywords.filter((word) => said.includes(word.toLowerCase()))
    if (hits.length === 0) continue
    const fits = atHome !== undefined && (category.kind === 'home') === atHome
    const weight = hits.reduce((sum, word) => sum + word.length, 0) + (fits ? 0.5 : 0) + (category.emergency ? 100 : 0)
    if (best === undefined || weight > best.weight) best = { category, weight }
  }
  return best?.category
}

/** What can be chosen at this place: home faults at home, the rest outside. Danger is everywhere. */
export const categoriesAt = (categories: readonly RepairCategory[], atHome: boolean): RepairCategory[] =>
  categories.filter((one) => !one.retired && (one.emergency || (one.kind === 'home') === atHome))
