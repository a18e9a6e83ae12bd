import { text } from '@liren/contract'

export const chargingWords = {
  title: text('附近充电', 'Charging nearby'),
  row: text('附近充电', 'Charging nearby'),
  rowHint: text('看小区充电口空闲和占用', 'Free and occupied charging ports'),
  preview: text('看小区充电口空闲和占用', 'Free and occupied charging ports of your estate'),
  free: (n: number) => text(`空闲 ${n}`, `${n} free`),
  full: text('没有空闲', 'None free'),
  offline: text('离线', 'Offline'),
  own: text('本楼', 'Your building'),
  port: (n: number, state: string) => text(`${n}号 ${state}`, `No. ${n} ${state}`),
  none: text('小区里还没有登记的充电设施', 'No charger of your estate is registered yet'),
  noneBody: text('物业登记后，这里会显示每个充电口是否空闲。', 'Once the property service registers one, its ports stand here.'),
  uses: { ebike: text('电动自行车', 'E-bikes'), car: text('汽车', 'Cars') },
}
