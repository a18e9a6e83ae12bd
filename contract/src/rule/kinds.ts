import { type Text, text } from '../kernel/text.ts'

/** What people call the kinds of devices that products name. */
export const deviceKindTexts: Readonly<Record<string, Text>> = {
  fire: text('消防主机', 'Fire panel'),
  smoke: text('烟感', 'Smoke detector'),
  hydrant: text('消火栓', 'Hydrant'),
  lift: text('电梯', 'Lift'),
  door: text('门禁', 'Door'),
  'fire-door': text('防火门', 'Fire door'),
  barrier: text('道闸', 'Barrier'),
  camera: text('摄像机', 'Camera'),
  environment: text('环境监测站', 'Environment station'),
  bin: text('垃圾桶', 'Bin'),
  manhole: text('井盖', 'Manhole'),
  lamp: text('路灯', 'Street lamp'),
  meter: text('计量表', 'Meter'),
  pile: text('充电桩', 'Charging pile'),
  sensor: text('传感器', 'Sensor'),
  pump: text('水泵', 'Pump'),
  gas: text('燃气探测器', 'Gas detector'),
  electrical: text('电气火灾监控', 'Electrical fire monitor'),
  'fire-lane': text('消防通道', 'Fire lane'),
  perimeter: text('周界防区', 'Perimeter zone'),
  'parking-space': text('车位检测器', 'Parking space sensor'),
  water: text('水监测', 'Water sensor'),
  reader: text('读卡器', 'Reader'),
  siren: text('声光报警器', 'Sound-light alarm'),
  speaker: text('广播', 'Loudspeaker'),
  pole: text('智慧灯杆', 'Smart pole'),
  gateway: text('网关', 'Gateway'),
}

export const kindText = (kind: string): Text => deviceKindTexts[kind] ?? text(kind, kind)
