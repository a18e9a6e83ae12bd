import { dayMs, type Find, type Finding, type KeyPassage, param, sureness } from '../evidence.ts'

/** Several of them at one place within a short time; only who may know of them learns it. */
export const keyGathering: Find = async (evidence, params) => {
  const [within, people] = [param(params, 'minutes') * 60_000, param(params, 'people')]
  const byPlace = new Map<string, KeyPassage[]>()
  for (const one of await evidence.keyPassages(evidence.now - dayMs))
    byPlace.set(one.placePath, [...(byPlace.get(one.placePath) ?? []), one])
  const found: Finding[] = []
  for (const [placePath, passages] of byPlace) {
    const most = fullest(passages, within)
    const count = new Set(most.map(({ personId }) => personId)).size
    if (count < people) continue
    const [first, last] = [most[0], most.at(-1)]
    found.push({
      ...{ key: placePath, subjectId: null, placePath, passageIds: most.map(({ id }) => id).slice(0, 30) },
      facts: { people: count, minutes: Math.round(((last?.at ?? 0) - (first?.at ?? 0)) / 60_000), lastAt: last?.at ?? null },
      confidence: sureness(count, people),
    })
  }
  return found
}

/** The stretch of this length in which most different people passed. */
function fullest(passages: readonly KeyPassage[], within: number): readonly KeyPassage[] {
  let best: readonly KeyPassage[] = []
  let count = 0
  for (const [i, first] of passages.entries()) {
    const some = passages.slice(i).filter(({ at }) => at - first.at <= within)
    const people = new Set(some.map(({ personId }) => personId)).size
    if (people > count) [best, count] = [some, people]
  }
  return best
}
