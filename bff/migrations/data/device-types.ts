/** The eight kinds of facilities that the guideline lists, and those that the platform speaks to besides. */
export const firstDeviceTypes: readonly (readonly [code: string, zh: string, en: string])[] = [
  ['entrance', '出入口', 'Entrances'],
  ['safety', '安消', 'Security and fire'],
  ['lighting', '照明', 'Lighting'],
  ['low-voltage', '弱电', 'Low-voltage systems'],
  ['plumbing', '给排水', 'Water supply and drainage'],
  ['first-aid', '急救', 'First aid'],
  ['education', '教育', 'Education'],
  ['fitness', '健身', 'Fitness'],
  ['lift', '电梯', 'Lifts'],
  ['charging', '充电', 'Charging'],
  ['parking', '停车', 'Parking'],
  ['metering', '能耗计量', 'Metering'],
  ['environment', '环境监测', 'Environment'],
  ['waste', '垃圾分类', 'Waste'],
  ['gateway', '网关', 'Gateways'],
]
