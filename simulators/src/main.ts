import { join } from 'node:path'
import { demoAccounts, demoLife, smsTemplates } from '@liren/contract'
import { startCameraSim } from './camera/cameras.ts'
import { startCityFireSim } from './city-fire.ts'
import { startDevices } from './devices.ts'
import { demoPeople, demoPublicData, startGovernmentSim } from './government.ts'
import { startLife } from './life/life.ts'
import { createRepairLife } from './life/repairs.ts'
import { openDoor } from './life/visitor.ts'
import { readSettings } from './settings.ts'
import { startSmsSim } from './sms.ts'
import { startThings } from './things/things.ts'
import { startWechatSim } from './wechat.ts'

/** Everything outside the house that a demonstration needs, in one process. */
async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const wechat = await startWechatSim({ ...demoAccounts.wechat, port: settings.wechatPort })
  const templates = Object.fromEntries(Object.entries(smsTemplates).map(([name, { text }]) => [name, text.zh]))
  const sms = await startSmsSim({ ...demoAccounts.sms, port: settings.smsPort, templates })
  const government = await startGovernmentSim({
    ...{ ...demoAccounts.government, port: settings.governmentPort },
    ...{ people: demoPeople, publicData: demoPublicData },
  })
  const cityFire = await startCityFireSim({ ...demoAccounts.cityFire, port: settings.cityFirePort })
  const cameras = await startCameraSim({ port: settings.cameraPort, now: Date.now })
  const devices = await startDevices(settings.dataFolder, settings.mqttUrl, Date.now)
  const things = await startThings({ ...settings, now: Date.now, chance: Math.random })
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
    things: () => things.log,
    alive: settings.alive,
    now: Date.now,
    chance: Math.random,
  })
  console.log(
    JSON.stringify({
      wechat: wechat.url,
      sms: sms.url,
      government: government.page,
      cityFire: cityFire.url,
      cameras: cameras.url,
      meters: devices.meters,
      doors: devices.doors.length,
      things: things.count,
    }),
  )

  let closing = false
  const close = (): void => {
    if (closing) return
    closing = true
    things.close()
    Promise.all([wechat.close(), sms.close(), government.close(), cityFire.close(), cameras.close(), life.close(), devices.close()]).then(
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
