import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'bookings',
      title: ['场地预约', 'Booking of spaces'],
      permission: 'booking.read',
      menu: { group: 'service', order: 42, icon: 'clock' },
      keywords: 'cdyy yuyue changdi gonggong kongjian shiduan kaimenma booking slot room',
      help: [
        '在“场地设置”里说明哪些公共空间可约、开放时间、每段多长和由哪把门锁开门；居民在手机上预约。同一时段只有一家能约到；开门码只在时段内开这扇门，每次输入都有记录。',
        'Say which public spaces can be booked, when, by which slots and through which lock; residents book on the phone. A slot goes to one household, its code opens that door in the slot only, and every code put in is on record.',
      ],
      load: () => import('./bookings.tsx'),
    },
  ],
}
