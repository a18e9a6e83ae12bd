/**
 * The one place that configures the schema library. A mini-program has no `eval`, so schemas must run
 * without compiled fast paths; the setting lives beside the export so that bundlers cannot drop it.
 */
import * as z from 'zod/mini'

z.config({ jitless: true })

export { z }
