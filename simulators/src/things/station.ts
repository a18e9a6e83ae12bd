import { connect } from 'node:net'
import { chinaDigits } from '@liren/device-bridge/protocols/china-time'
import { encodeData, parseData, wantsAnswer } from '@liren/device-bridge/protocols/hj212/codec'
import { createReader, cutFrame, encodeFrame } from '@liren/device-bridge/protocols/hj212/frame'
import type { ThingList } from './list.ts'
import { keepUp, pause, type Stage } from './playing.ts'
import { airOf } from './sensors.ts'

const everyMs = 60_000

/** An air station that dials in, tells its factors every minute, and answers what it is asked. */
export const playStation = (stage: Stage, station: ThingList['stations'][number]): Promise<void> =>
  keepUp(stage, async () => {
    const port = await stage.port('hj212.tcp')
    if (port === undefined) return
    const { mn, pw, code } = station
    const socket = connect({ host: '127.0.0.1', port })
    socket.on('error', () => undefined)
    const end = (): void => void socket.destroy()
    stage.signal.addEventListener('abort', end, { once: true })
    const write = (data: string): void => void socket.write(encodeFrame(data))
    const reader = createReader()
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        const cut = 'frame' in piece ? cutFrame(piece.frame) : undefined
        const parsed = cut?.ok ? parseData(cut.data) : undefined
        if (!parsed?.ok || !wantsAnswer(parsed.packet)) continue
        const { qn } = parsed.packet
        const reply = (cn: string, name: string) =>
          write(encodeData({ qn, st: '91', cn, pw, mn, flag: 4, content: [{ factor: '', name, value: '1' }] }))
        reply('9011', 'QnRtn')
        reply('9012', 'ExeRtn')
        stage.note(`${code} 执行命令 ${parsed.packet.cn} · did what it was asked`)
      }
    })
    while (!stage.signal.aborted && !socket.destroyed) {
      const now = stage.now()
      const factors = Object.entries(airOf(code, now)).map(([factor, value]) => ({ factor, name: 'Rtd', value: value.toFixed(1) }))
      const time = { factor: '', name: 'DataTime', value: chinaDigits(now).slice(0, 14) }
      write(encodeData({ qn: chinaDigits(now), st: '22', cn: '2011', pw, mn, flag: 5, content: [time, ...factors] }))
      await pause(everyMs, stage.signal)
    }
    stage.signal.removeEventListener('abort', end)
    socket.destroy()
  })
