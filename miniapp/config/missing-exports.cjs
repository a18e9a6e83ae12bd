/** webpack only warns about an import that does not exist; on the phone it is a white page. Used by both builds. */
class MissingExports {
  /** @param {import('webpack').Compiler} compiler */
  apply(compiler) {
    compiler.hooks.afterCompile.tap('MissingExports', (compilation) => {
      compilation.errors.push(...compilation.warnings.filter(({ message }) => /was not found in|Can't resolve/.test(message)))
    })
  }
}

/** @param {{ plugin(name: string): { use(plugin: unknown): unknown } }} chain */
exports.failOnMissingExports = (chain) => {
  chain.plugin('missing-exports').use(MissingExports)
}
