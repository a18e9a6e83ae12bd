/** Tab pages in the main package; everything else in packages by audience, loaded ahead where it is likely next. */
export default defineAppConfig({
  pages: ['pages/home/index', 'pages/neighbor/index', 'pages/pass/index', 'pages/messages/index', 'pages/me/index'],
  subPackages: [
    { root: 'pkg-case', pages: ['new/index', 'sent/index', 'list/index', 'detail/index'] },
    {
      root: 'pkg-house',
      pages: ['bind/index', 'members/index', 'list/index', 'own-file/index', 'keeper/index', 'leases/index', 'energy/index'],
    },
    { root: 'pkg-life', pages: ['services/index', 'merchants/index', 'orders/index'] },
    {
      root: 'pkg-sys',
      pages: [
        'settings/index',
        'privacy/index',
        'viewers/index',
        'help/index',
        'about/index',
        'feedback/index',
        'outbox/index',
        'missing/index',
      ],
    },
    {
      root: 'pkg-staff',
      pages: ['index/index', 'pool/index', 'order/index', 'order/new/index', 'alarms/index', 'alarm/index', 'talks/index', 'talk/index'],
    },
    {
      root: 'pkg-grid',
      pages: ['index/index', 'event/new/index', 'event/list/index', 'leases/index', 'visits/index', 'visit/index', 'visit/conflict/index'],
    },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['pkg-case'] },
    'pages/me/index': { network: 'wifi', packages: ['pkg-house', 'pkg-sys'] },
    'pkg-grid/index/index': { network: 'all', packages: ['pkg-case'] },
    'pkg-staff/index/index': { network: 'all', packages: ['pkg-case'] },
  },
  window: {
    navigationBarTitleText: '里仁',
    navigationBarBackgroundColor: '@navBackground',
    navigationBarTextStyle: '@navText' as 'black',
    backgroundColor: '@page',
    backgroundTextStyle: '@navHint' as 'dark',
    enablePullDownRefresh: true,
  },
  darkmode: true,
  themeLocation: 'theme.json',
  lazyCodeLoading: 'requiredComponents',
  tabBar: {
    custom: true,
    color: '#4A545B',
    selectedColor: '#0B6B6B',
    backgroundColor: '#FFFFFF',
    list: [
      { pagePath: 'pages/home/index', text: '首页' },
      { pagePath: 'pages/neighbor/index', text: '邻里' },
      { pagePath: 'pages/pass/index', text: '通行' },
      { pagePath: 'pages/messages/index', text: '消息' },
      { pagePath: 'pages/me/index', text: '我的' },
    ],
  },
})
