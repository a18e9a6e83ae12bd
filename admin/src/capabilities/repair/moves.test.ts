import { repairStateNames } from '@liren/contract/capabilities/repair'
import { describe, expect, it } from 'vitest'
import { deskActionsOf, moveTo } from './moves.ts'

describe('dragging a card', () => {
  it('leads nowhere without the permission that the server states', () => {
    expect(repairStateNames.filter((column) => moveTo('submitted', [], column))).toEqual([])
  })

  it('does not offer work on the spot at a desk', () => {
    expect(deskActionsOf(['arrive', 'finish', 'confirm', 'dispatch'])).toEqual(['dispatch'])
  })

  it('opens exactly the columns that an allowed action leads to', () => {
    const open = (state: (typeof repairStateNames)[number], can: Parameters<typeof moveTo>[1]) =>
      repairStateNames.flatMap((column) => {
        const action = moveTo(state, can, column)
        return action === undefined ? [] : [`${action}>${column}`]
      })
    expect(open('submitted', ['dispatch', 'return', 'note'])).toEqual(['dispatch>dispatched', 'return>returned'])
    expect(open('handling', ['pause', 'transfer'])).toEqual(['transfer>dispatched', 'pause>paused'])
    expect(open('paused', ['resume'])).toEqual(['resume>handling'])
    expect(open('closed', ['reopen'])).toEqual(['reopen>submitted'])
  })
})
