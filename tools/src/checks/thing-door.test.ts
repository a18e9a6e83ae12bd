import { expect, test } from 'vitest'
import { code } from './files.ts'
import { sideReaders } from './thing-door.ts'

test('every capability reads and commands devices through the index of the thing engine', () => {
  const files = code()
  const asking = files.filter(({ path, text }) => path.startsWith('bff/src/capabilities/') && text.includes('engines/thing/index.ts'))
  expect(asking.length).toBeGreaterThan(15)
  expect(sideReaders(files)).toEqual([])
})

test.each([
  ["'SELECT value FROM device_points WHERE series_id = ?'", 'reads a table of the thing engine'],
  ['`FROM devices d JOIN device_rollups r`', 'reads a table of the thing engine'],
  ["'INSERT INTO device_commands (id) VALUES (?)'", 'reads a table of the thing engine'],
  ["'SELECT d.id, d.state FROM devices d'", 'reads a table of the thing engine'],
  ["import { readSeries } from '../../engines/thing/series.ts'", "reaches past the thing engine's index"],
])('a scene with %s is found', (text, what) => {
  expect(sideReaders([{ path: 'bff/src/capabilities/waste/x.ts', text }]).join()).toContain(what)
  expect(sideReaders([{ path: 'bff/src/engines/rule/x.ts', text }]).join()).toContain(what)
  expect(sideReaders([{ path: 'bff/src/engines/thing/x.ts', text }])).toEqual([])
})
