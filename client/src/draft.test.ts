import { describe, expect, test } from 'vitest'
import { fakeClock, fakeDice } from '../test/fakes.ts'
import { openDraft, sweepDrafts } from './draft.ts'
import { memoryStorage } from './kernel/storage.ts'

const name = { user: 'u1', community: 'fl', form: 'repair' }
function setup(kept = new Map<string, string>(), seed = 1, clock = fakeClock()) {
  const parts = { storage: memoryStorage(kept), clock, dice: fakeDice(seed) }
  return {
    kept,
    clock,
    storage: parts.storage,
    open: (more: Partial<typeof name> = {}) => openDraft<{ what: string }>(parts, { ...name, ...more }),
  }
}

describe('a draft', () => {
  test('is not given to another person, community or form', async () => {
    const { open } = setup()
    const mine = open()
    mine.change({ what: '漏水' })
    await mine.flush()
    for (const other of [{ user: 'u2' }, { community: 'wj' }, { form: 'complaint' }]) expect(await open(other).restore()).toBeNull()
    expect((await open().restore())?.value).toEqual({ what: '漏水' })
  })

  test('older than seven days is gone, and swept', async () => {
    const { open, clock, kept, storage } = setup()
    const mine = open()
    mine.change({ what: '漏水' })
    await mine.flush()
    await clock.pass(7 * 24 * 3_600_000)
    expect(await open().restore()).not.toBeNull()
    await clock.pass(1)
    await sweepDrafts(storage, clock)
    expect(kept.size).toBe(0)
    expect(await open().restore()).toBeNull()
  })

  test('that cannot be read counts as absent and does not break the form', async () => {
    const kept = new Map([['draft/u1/fl/repair', '{broken']])
    expect(await setup(kept).open().restore()).toBeNull()
  })

  test('is written after a second of quiet, not at every keystroke', async () => {
    const { open, clock, kept } = setup()
    const mine = open()
    mine.change({ what: '漏' })
    await clock.pass(900)
    mine.change({ what: '漏水' })
    await clock.pass(900)
    expect(kept.size).toBe(0)
    await clock.pass(100)
    expect(JSON.parse([...kept.values()][0] ?? '')).toMatchObject({ value: { what: '漏水' } })
  })

  test('taken up again after a kill keeps its submission key, and a submitted one does not', async () => {
    const kept = new Map<string, string>()
    const before = setup(kept, 1).open()
    before.change({ what: '漏水' })
    await before.flush()
    const after = setup(kept, 2).open()
    expect(after.key).not.toBe(before.key)
    const found = await after.restore()
    if (found) after.resume(found)
    expect(after.key).toBe(before.key)
    await after.discard()
    expect(after.key).not.toBe(before.key)
    expect(kept.size).toBe(0)
  })
})
