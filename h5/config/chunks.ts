interface Chain {
  optimization: { splitChunks(options: unknown): unknown }
}

/** React and what several pages share in chunks of their own, so that the second page costs little. */
export function splitForFirstLoad(chain: Chain): void {
  chain.optimization.splitChunks({
    chunks: 'all',
    maxInitialRequests: 20,
    maxAsyncRequests: 20,
    minSize: 10_000,
    cacheGroups: {
      default: false,
      defaultVendors: false,
      react: { name: 'react', priority: 40, test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
      vendors: { priority: 10, chunks: 'async', minChunks: 2, reuseExistingChunk: true, test: /node_modules/ },
      common: { priority: 1, chunks: 'async', minChunks: 2, reuseExistingChunk: true },
    },
  })
}
