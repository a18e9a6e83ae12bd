import { expect, test } from 'vitest'
import { fakeClock } from '../test/fakes.ts'
import { memoryStorage } from './kernel/storage.ts'
import type { Files } from './platform.ts'
import { sweepFiles } from './sweep-files.ts'

async function left(stored: Record<string, unknown>, kept: Record<string, number>) {
  const clock = fakeClock()
  const still = new Set(Object.keys(kept))
  const files: Pick<Files, 'list' | 'remove'> = {
    list: async () => [...still].map((file) => ({ file, at: clock.now() - (kept[file] ?? 0) })),
    remove: async (file) => void still.delete(file),
  }
  const storage = memoryStorage(new Map(Object.entries(stored).map(([place, value]) => [place, JSON.stringify(value)])))
  await sweepFiles({ files: files as Files, storage, clock })
  return [...still].sort()
}
const day = 24 * 3_600_000
const photo = (file: string) => [{ file, key: 'k' }]

test('photos of a draft and of a write that waits or was refused stay', async () => {
  const stored = {
    'draft/u1/e1/repair': { key: 'k', value: { photos: photo('of-draft.jpg') }, savedAt: 0 },
    'outbox/1': { state: 'waiting', attachments: photo('waiting.jpg') },
    'outbox/2': { state: 'stopped', attachments: photo('stopped.jpg') },
  }
  expect(await left(stored, { 'of-draft.jpg': day, 'waiting.jpg': day, 'stopped.jpg': day })).toEqual([
    'of-draft.jpg',
    'stopped.jpg',
    'waiting.jpg',
  ])
})

test('photos that nobody names, or whose write has arrived, go', async () => {
  expect(await left({ 'outbox/1': { state: 'done', attachments: photo('sent.jpg') } }, { 'sent.jpg': day, 'orphan.jpg': day })).toEqual([])
})

test('a photo taken this minute stays, since its draft is not written yet', async () => {
  expect(await left({}, { 'fresh.jpg': 60_000 })).toEqual(['fresh.jpg'])
})

test('a name that only begins like another one is not its use', async () => {
  expect(await left({ 'outbox/1': { state: 'waiting', attachments: photo('12.jpg') } }, { '2.jpg': day, '12.jpg': day })).toEqual([
    '12.jpg',
  ])
})
