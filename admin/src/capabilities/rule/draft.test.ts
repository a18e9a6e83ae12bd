import { ruleContentSchema } from '@liren/contract/capabilities/rule'
import { describe, expect, it } from 'vitest'
import { actionKinds, blankAction, blankContent, blankWhen, changedAt, whenKinds, withoutLeaf } from './draft.ts'

describe('a rule that is being written', () => {
  it('begins with nothing said in the places that people fill', () => {
    expect(ruleContentSchema.safeParse(blankContent()).success).toBe(false)
  })

  it('has a beginning for every kind of trigger that the contract takes', () => {
    const actions = [{ kind: 'message', to: 'handlers', title: '看', body: '看' }]
    for (const kind of whenKinds)
      expect(ruleContentSchema.safeParse({ when: [blankWhen(kind)], given: [], actions, restSeconds: 0 }).success, kind).toBe(true)
    expect(actionKinds.map((kind) => blankAction(kind).kind)).toEqual([...actionKinds])
  })

  it('loses a group of conditions with the last of them', () => {
    const one = { kind: 'time' as const, from: '22:00', until: '06:00' }
    expect(withoutLeaf([[one], [one, one]], 0, 0)).toEqual([[one, one]])
    expect(withoutLeaf([[one, one]], 0, 1)).toEqual([[one]])
    expect(changedAt([1, 2, 3], 1, 9)).toEqual([1, 9, 3])
  })
})
