export default defineAppConfig({
  pages: ['pages/home/index'],
  window: {
    navigationBarTitleText: '里仁',
    navigationBarBackgroundColor: '#F6F4EF',
    navigationBarTextStyle: 'black',
    backgroundColor: '#F6F4EF',
  },
  lazyCodeLoading: 'requiredComponents',
})
