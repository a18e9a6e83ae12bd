import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'merchants',
      title: ['维修商家', 'Repair merchants'],
      permission: 'merchant.manage',
      menu: { group: 'service', order: 40, icon: 'repair' },
      keywords: 'wxsj weixiu shangjia merchant shop price',
      help: [
        '居民在手机上从这里登记的商家里选，看价下单、确认、评价。改价只影响以后的订单；隐藏的商家不再接新单。',
        'Residents choose from the merchants listed here, see prices, order, confirm and rate. A new price is for later orders; a hidden merchant takes none.',
      ],
      load: () => import('./merchants.tsx'),
    },
    {
      path: 'merchants/orders',
      title: ['商家订单', 'Merchant orders'],
      permission: 'merchant.manage',
      keywords: 'sjdd dingdan order',
      help: ['本管辖范围内居民与商家之间的订单，只可查看。', 'Orders between residents and merchants of your places, to look at.'],
      load: () => import('./orders.tsx'),
    },
  ],
}
