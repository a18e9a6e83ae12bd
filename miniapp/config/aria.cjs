const { resolve } = require('node:path')
const attributes = require('./aria-attributes.json')

/**
 * Lets the templates of the mini-program pass on what a screen reader says; the framework knows none of it. The
 * same list is merged at run time, since both sides number the attributes by it.
 * @param {any} ctx
 */
module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    /** @param {any} platform */
    fn(platform) {
      if (platform.type !== 'mini' && platform.platform !== 'weapp') return
      const parts = Object.fromEntries(['View', 'Text', 'Image', 'Input', 'Textarea', 'Button'].map((name) => [name, attributes]))
      platform.template.mergeComponents(ctx, parts)
      const own = resolve(__dirname, 'aria-runtime.js')
      platform.runtimePath = [platform.runtimePath, own].flat()
    },
  })
}
