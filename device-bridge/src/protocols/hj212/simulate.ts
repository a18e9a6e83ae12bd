import { connect } from 'node:net'
import { chinaDigits } from '../china-time.ts'
import type { Simulation } from '../protocol.ts'
import { encodeData, parseData, wantsAnswer } from './codec.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'

const usage = `<port> <mn> <pw> [seconds]
  a station of air and noise that dials the bridge on loopback and tells its values every so many seconds (30)`

/** A station by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText, mn, pw, secondsText = '30'], io) {
    const [port, seconds] = [Number(portText), Number(secondsText)]
    if (!mn || !pw || !Number.isInteger(port) || port < 1 || port > 65_535 || !(seconds >= 1 && seconds <= 3600))
      throw new Error(`usage: ${usage}`)
    const socket = connect({ host: '127.0.0.1', port })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    io.signal.addEventListener('abort', () => socket.destroy(), { once: true })
    socket.on('error', () => undefined)
    const write = (data: string): void => {
      io.print(`> ${data}`)
      socket.write(encodeFrame(data))
    }
    const reader = createReader()
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        const cut = 'frame' in piece ? cutFrame(piece.frame) : undefined
        const parsed = cut?.ok ? parseData(cut.data) : undefined
        if (!cut?.ok || !parsed?.ok) continue
        io.print(`< ${cut.data}`)
        const { packet } = parsed
        if (!wantsAnswer(packet)) continue
        const reply = (cn: string, name: string, value: string) =>
          write(encodeData({ qn: packet.qn, st: '91', cn, pw, mn, flag: 4, content: [{ factor: '', name, value }] }))
        reply('9011', 'QnRtn', '1')
        reply('9012', 'ExeRtn', '1')
      }
    })
    const value = (around: number, spread: number) => (around + (io.chance() - 0.5) * spread).toFixed(1)
    while (!io.signal.aborted && !socket.destroyed) {
      const now = io.clock.now()
      const factors = { a34004: value(24, 10), a34002: value(41, 16), a01001: value(18, 4), a01002: value(60, 10), LA: value(52, 12) }
      const content = Object.entries(factors).flatMap(([factor, rtd]) => [{ factor, name: 'Rtd', value: rtd }])
      const time = { factor: '', name: 'DataTime', value: chinaDigits(now).slice(0, 14) }
      write(encodeData({ qn: chinaDigits(now), st: '22', cn: '2011', pw, mn, flag: 5, content: [time, ...content] }))
      await io.clock.sleep(seconds * 1000, io.signal).catch(() => undefined)
    }
    socket.destroy()
  },
}
