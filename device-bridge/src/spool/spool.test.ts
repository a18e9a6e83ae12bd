import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceSignal } from '@liren/contract/device-events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSpool, SpoolFull, type SpoolOptions } from './spool.ts'

const opened = (device: string, at = 1): DeviceSignal => ({ device, at, heardAt: at, type: 'door.opened', values: {} })

describe('the spool', () => {
  let folder: string
  const open = (change: Partial<SpoolOptions> = {}) => openSpool({ folder, now: () => 1000, ...change })
  const segments = async () => (await readdir(folder)).filter((name) => name.endsWith('.seg')).sort()

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liren-spool-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('a damaged cursor is an error and changes nothing', async () => {
    const spool = await open()
    await spool.append([opened('door-1')])
    await spool.close()
    await writeFile(join(folder, 'cursor.json'), '{"base":')
    await expect(open()).rejects.toThrow(/cursor\.json is damaged/)
    expect(await segments()).toHaveLength(1)
  })

  test('a full spool refuses the new and keeps the old', async () => {
    const spool = await open({ maxBytes: 300 })
    let taken = 0
    await expect(
      (async () => {
        for (;;) {
          await spool.append([opened('door-1')])
          taken += 1
        }
      })(),
    ).rejects.toThrow(SpoolFull)
    expect(spool.waiting).toBe(taken)
    await spool.confirm(taken)
    expect(spool.peek(10)).toEqual([])
    await spool.close()
  })

  test('events after the close are refused', async () => {
    const spool = await open()
    await spool.close()
    await expect(spool.append([opened('door-1')])).rejects.toThrow(/closed/)
  })

  test('each device counts by itself, also over a restart and after its events are confirmed and gone', async () => {
    let spool = await open({ segmentBytes: 1 })
    await spool.append([opened('door-1')])
    await spool.append([opened('door-2')])
    expect((await spool.append([opened('door-1')]))[0]?.sequence).toBe(1002)
    await spool.confirm(3)
    await spool.close()
    spool = await open()
    expect((await spool.append([opened('door-1')]))[0]?.sequence).toBe(1003)
    expect((await spool.append([opened('door-2')]))[0]?.sequence).toBe(1002)
    expect((await spool.append([opened('door-3')]))[0]?.sequence).toBe(1001)
    await spool.close()
  })

  test('a spool that was lost and made anew never repeats a number', async () => {
    const first = await open({ now: () => 5000 })
    for (let i = 0; i < 10; i++) await first.append([opened('door-1')])
    await first.close()
    await rm(folder, { recursive: true })
    const second = await open({ now: () => 9000 })
    expect((await second.append([opened('door-1')]))[0]?.sequence).toBeGreaterThan(5010)
    await second.close()
  })

  test('what is not confirmed is there again after a restart, in order; what is confirmed is not', async () => {
    let spool = await open({ segmentBytes: 200 })
    await Promise.all(Array.from({ length: 20 }, (_, i) => spool.append([opened('door-1', i)])))
    await spool.confirm(7)
    await spool.close()
    spool = await open()
    expect(spool.recovery).toEqual({ waiting: 13, torn: 0, damaged: 0 })
    expect(spool.peek(100).map((event) => event.at)).toEqual(Array.from({ length: 13 }, (_, i) => i + 7))
    await spool.close()
  })

  test('the same message is taken once: at the same time, later, after a restart, and after its segment is gone', async () => {
    let spool = await open({ segmentBytes: 1 })
    const twice = await Promise.all([spool.append([opened('door-1', 1)], 'm-1'), spool.append([opened('door-1', 1)], 'm-1')])
    expect(twice.map((events) => events.length)).toEqual([1, 0])
    expect(await spool.append([opened('door-2', 1)], 'm-1')).toHaveLength(1)
    expect(await spool.append([opened('door-1', 1)], 'm-1')).toEqual([])
    await spool.close()
    spool = await open({ segmentBytes: 1 })
    expect(await spool.append([opened('door-1', 1)], 'm-1')).toEqual([])
    for (let i = 0; i < 5; i++) await spool.append([opened('door-1', i)])
    await spool.confirm(7)
    expect(await segments()).toHaveLength(1)
    await spool.close()
    spool = await open()
    expect(await spool.append([opened('door-1', 1)], 'm-1')).toEqual([])
    expect(await spool.append([opened('door-1', 2)], 'm-2')).toHaveLength(1)
    await spool.close()
  })

  test('a message that could not be kept is not taken for a repeat when it comes again', async () => {
    const spool = await open({ maxBytes: 1 })
    await spool.append([opened('door-1')])
    await expect(spool.append([opened('door-1')], 'm-1')).rejects.toThrow(SpoolFull)
    await spool.close()
    const larger = await open()
    expect(await larger.append([opened('door-1')], 'm-1')).toHaveLength(1)
    await larger.close()
  })

  test('what one message said is there as a whole or not at all', async () => {
    const spool = await open()
    await spool.append([opened('door-1', 1), opened('door-1', 2)], 'm-1')
    await spool.append([opened('door-1', 3), opened('door-1', 4)], 'm-2')
    await spool.close()
    const [name] = await segments()
    const bytes = await readFile(join(folder, name as string))
    await writeFile(join(folder, name as string), bytes.subarray(0, -1))
    const again = await open()
    expect(again.peek(9).map((event) => event.at)).toEqual([1, 2])
    expect(await again.append([opened('door-1', 3), opened('door-1', 4)], 'm-2')).toHaveLength(2)
    await again.close()
  })

  test('segments go when all in them is confirmed', async () => {
    const spool = await open({ segmentBytes: 1 })
    for (let i = 0; i < 5; i++) await spool.append([opened('door-1', i)])
    expect(await segments()).toHaveLength(5)
    await spool.confirm(4)
    expect(await segments()).toHaveLength(1)
    await spool.close()
  })

  test('an unfinished last record is cut off and told', async () => {
    let spool = await open()
    await spool.append([opened('door-1')])
    await spool.close()
    await appendFile(join(folder, (await segments())[0] as string), Buffer.from([0x4c, 0x52, 0, 0, 1]))
    spool = await open()
    expect(spool.recovery).toEqual({ waiting: 1, torn: 5, damaged: 0 })
    await spool.append([opened('door-1')])
    await spool.close()
    spool = await open()
    expect(spool.recovery).toEqual({ waiting: 2, torn: 0, damaged: 0 })
    await spool.close()
  })

  test('damage inside a segment loses that record only, and its bytes are kept', async () => {
    let spool = await open()
    for (let i = 0; i < 3; i++) await spool.append([opened('door-1', i)])
    await spool.confirm(1)
    await spool.close()
    const file = join(folder, (await segments())[0] as string)
    const bytes = await readFile(file)
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)
    await writeFile(file, bytes)
    spool = await open()
    expect(spool.recovery).toMatchObject({ waiting: 2, torn: 0, damaged: bytes.length / 3 })
    expect(spool.peek(10).map((event) => event.at)).toEqual([1, 2])
    expect((await readdir(folder)).filter((name) => name.endsWith('.damaged'))).toHaveLength(1)
    await spool.close()
  })
})
