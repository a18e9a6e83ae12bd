import { startSiren } from '../siren.ts'
import type { ThingList } from './list.ts'
import { inTurns, type Stage } from './playing.ts'

const everyMs = 60_000

/** Sound-light alarms of the demonstration: they wait to be told, and say every minute how they stand. */
export async function playSirens(stage: Stage, listed: ThingList['sirens']): Promise<void> {
  const sirens = listed.map(({ code, secret }) =>
    startSiren({
      ...{ brokerUrl: stage.mqttUrl, device: code, secret, now: stage.now },
      turned: (isOn) => stage.note(`${code} ${isOn ? '声光启动 · sounds and flashes' : '声光复位 · silent again'}`),
    }),
  )
  stage.signal.addEventListener('abort', () => void Promise.all(sirens.map((siren) => siren.close())), { once: true })
  await inTurns(stage, sirens, everyMs, async (siren) => {
    if (siren.connected) await siren.alive()
  })
}
