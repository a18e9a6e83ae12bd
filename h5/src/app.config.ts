import shared from '../../miniapp/src/app.config'

/** The screens of the mini-program, and beside them those that only a browser needs. */
export default defineAppConfig({
  ...shared,
  pages: [...(shared.pages ?? [])],
  // pages draw their own bar; the router's would stand above it
  window: { ...shared.window, navigationStyle: 'custom' },
  // a page that slides in is a page whose fixed bars slide with it
  animation: false,
})
