import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'passages',
      title: ['通行记录', 'Passages'],
      permission: 'passage.read',
      menu: { group: 'work', order: 44, icon: 'go' },
      keywords: 'txjl tongxing 道闸 门禁 车辆进出 passage gate',
      help: [
        '人员和车辆经过门、道闸的记录，由设备上报。可按道口、方向、时间、车牌筛选；姓名与车牌按权限遮挡。查询一个人的轨迹须写明事由，会留下记录。\n车辆记录至少保存 180 天。',
        'People and vehicles through doors and barriers, told by their devices. Filter by gate, way, time and plate; names and plates are masked by permission. Asking for the track of one person needs a stated reason and goes on record.\nRecords of vehicles are kept for 180 days at least.',
      ],
      load: () => import('./passages.tsx'),
    },
    {
      path: 'tracks',
      title: ['轨迹回放', 'Tracks'],
      permission: 'passage.trace',
      menu: { group: 'work', order: 46, icon: 'play' },
      keywords: 'gjhf guiji 轨迹 车牌 track replay',
      help: [
        '输入完整车牌、起止日期（最多 31 天）和事由，按时间先后在地图上播放通行点；可拖动、调速，右侧列表与地图同步。查人请打开其档案的「轨迹」页。\n每次回放都写入审计，本人可在「谁看过我」中看到查看人、时间和事由。',
        'Give the whole plate, the days (31 at most) and a reason; its passage points play on the map in the order of time. Drag, change the speed; the list beside follows. For a person open the file and its tab “Track”.\nEvery use goes on the audit trail, and the person sees who, when and why under “who viewed me”.',
      ],
      load: () => import('./track/tracks.tsx'),
    },
    {
      path: 'gates',
      title: ['出入口与道口', 'Entrances and gates'],
      permission: 'passage.read',
      menu: { group: 'things', order: 61, icon: 'go' },
      keywords: 'crk daokou menjin daozha 道闸 门禁 放行 gate entrance barrier',
      help: [
        '上方列出每个出入口的人行、车行道口，缺少的排在最前；在「登记」中说明道口方向和所属出入口，未登记时按设备所在地点归属。\n车牌放行规则开启后由平台判定：登记且在有效期内的车自动抬杆，未到期、过期和未登记的按规则处理，判定结果写入通行记录。',
        'Every entrance with its gates for people and vehicles, those that lack one first. Say which way a gate leads and where it stands; by itself it belongs where its place is.\nWith a rule switched on the house decides about plates: registered cars within their days open the barrier, others go the way that the rule says; the answer stands in the passage.',
      ],
      load: () => import('./gate/gates-page.tsx'),
    },
    {
      path: 'plate-watches',
      title: ['车辆布控', 'Plates under watch'],
      permission: 'passage.watch',
      menu: { group: 'work', order: 47, icon: 'eye' },
      keywords: 'clbk bukong 布控 协查 watch plate',
      help: [
        '对车牌布控：写明事由、范围、级别和接收人。识别到该车牌时只有布控人和接收人收到告警；解除须写原因，命中记录保留。',
        'Watch a plate: reason, where, level and who is told. When it is seen only those are told; ending needs a reason, and what was seen stays.',
      ],
      load: () => import('./watch/watches.tsx'),
    },
  ],
  records: [{ subject: 'passage', icon: 'go', path: () => '/passages' }],
  panels: [
    {
      ...{ key: 'credentials', title: ['通行凭证', 'Credentials'], subjects: ['person'], permission: 'passage.bind' },
      load: () => import('./credential/credentials.tsx'),
    },
    {
      ...{ key: 'track', title: ['轨迹', 'Track'], subjects: ['person'], permission: 'passage.trace' },
      load: () => import('./track/person-track.tsx'),
    },
    {
      ...{ key: 'track', title: ['轨迹', 'Track'], subjects: ['vehicle'], permission: 'passage.trace' },
      load: () => import('./track/vehicle-track.tsx'),
    },
  ],
}
