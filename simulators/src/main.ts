import { join } from 'node:path'
import { demoAccounts, demoLife, smsTemplates } from '@liren/contract'
import { startDevices } from './devices.ts'
import { demoPeople, startGovernmentSim } from './government.ts'
import { startLife } from './life/life.ts'
import { createRepairLife } from './life/repairs.ts'
import { openDoor } from './life/visitor.ts'
import { readSettings } from './settings.ts'
import { startSmsSim } from './sms.ts'
import { startWechatSim } from './wechat.ts'

/** Everything outside the house that a demonstration needs, in one process. */
async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const wechat = await startWechatSim({ ...demoAccounts.wechat, port: settings.wechatPort })
  const templates = Object.fromEntries(Object.entries(smsTemplates).map(([name, { text }]) => [name, text.zh]))
  const sms = await startSmsSim({ ...demoAccounts.sms, port: settings.smsPort, templates })
  const government = await startGovernmentSim({ ...demoAccounts.government, port: settings.governmentPort, people: demoPeople })
  const devices = await startDevices(settings.dataFolder, settings.mqttUrl, Date.now)
  const enter = openDoor({
    house: settings.houseUrl,
    lastCode: (phone) => sms.sent.findLast((message) => message.phone.endsWith(phone))?.text.match(/\d{6}/)?.[0],
    tokenFile: join(settings.dataFolder, 'simulators', 'sessions.json'),
  })
  const life = await startLife({
    repairs: createRepairLife({
      residents: demoLife.residents.map((phone) => enter(phone, 'resident')),
      workers: demoLife.workers.map((phone) => enter(phone, 'staff')),
      now: Date.now,
      chance: Math.random,
    }),
    port: settings.lifePort,
    doors: devices.doors.map(({ code, sensor }) => ({ code, say: (open) => (sensor.connected ? sensor.say(open) : Promise.resolve()) })),
    alive: settings.alive,
    now: Date.now,
    chance: Math.random,
  })
  console.log(
    JSON.stringify({ wechat: wechat.url, sms: sms.url, government: government.page, meters: devices.meters, doors: devices.doors.length }),
  )

  let closing = false
  const close = (): void => {
    if (closing) return
    closing = true
    Promise.all([wechat.close(), sms.close(), government.close(), life.close(), devices.close()]).then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', close)
  process.on('SIGINT', close)
}

main().catch((error: Error) => {
  console.error(`the simulators cannot start: ${error.message}`)
  process.exitCode = 1
})
