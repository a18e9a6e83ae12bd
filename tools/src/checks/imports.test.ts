import { describe, expect, it } from 'vitest'
import { code } from './files.ts'
import { importsOf, refusedImports } from './imports.ts'

const refused = (path: string, text: string) => refusedImports([{ path, text }])

describe('import directions', () => {
  it('hold in every file of the house', () => {
    expect(refusedImports(code())).toEqual([])
  })

  it.each([
    ['contract/src/kernel/x.ts', "import fs from 'node:fs'", /contract is pure/],
    ['contract/src/kernel/x.ts', "import { call } from '@liren/client'", /imports nothing but/],
    ['client/src/x.ts', "import Taro from '@tarojs/taro'", /no Taro/],
    ['client/src/x.ts', "import { a } from '@liren/admin/app'", /knows the contract and no end/],
    ['bff/src/app.ts', "import { x } from '@liren/device-bridge/main'", /bff knows the contract only/],
    ['bff/src/kernel/x.ts', "import { repair } from '../capabilities/repair/index.ts'", /arrows point inward/],
    ['bff/src/kernel/x.ts', "import { app } from '../app.ts'", /arrows point inward/],
    ['bff/src/engines/case/x.ts', "export * from '../../capabilities/repair/index.ts'", /arrows point inward/],
    ['bff/src/capabilities/repair/routes.ts', "import { User } from '../user/model.ts'", /only through its read/],
    ['bff/src/capabilities/repair/x.ts', "const m = await import('../user/policy.ts')", /only through its read/],
    ['bff/src/x.ts', "import { z } from '../../contract/src/index.ts'", /by their name/],
    ['bff/src/x.ts', "import { start } from '@liren/simulators/wechat'", /outside of the house/],
    ['bff/src/kernel/x.ts', "import { app } from '../../test/app.ts'", /does not import tests/],
    ['admin/src/capabilities/user/list.tsx', "import { Repair } from '../repair/list.tsx'", /do not import those of another/],
    ['admin/src/parts/table.tsx', "import { page } from '../capabilities/user/list.tsx'", /platform ← parts/],
    ['miniapp/src/pages/home/index.tsx', "import { Me } from '../me/index.tsx'", /does not import another page/],
    ['miniapp/src/pkg-case/new/index.tsx', "import { list } from '../list/index.tsx'", /does not import another page/],
    ['miniapp/src/parts/tag.tsx', "import { Home } from '../pages/home/index.tsx'", /platform ← parts/],
    ['miniapp/src/parts/tag.tsx', "import { Button } from 'antd'", /no DOM/],
    ['h5/src/web/x.tsx', "import { app } from '@liren/bff/app'", /h5 re-exports/],
    ['device-bridge/src/protocols/ocpp/x.ts', "import { y } from '../modbus/frame.ts'", /another protocol/],
  ])('refuses %s with %s', (path, text, why) => {
    expect(refused(path, text).join()).toMatch(why)
  })

  it.each([
    ['bff/src/capabilities/repair/routes.ts', "import { nameOf } from '../user/read.ts'"],
    ['bff/src/capabilities/repair/routes.ts', "import { route } from '../../kernel/http/route.ts'"],
    ['bff/src/capabilities/repair/routes.test.ts', "import { app } from '../../../test/app.ts'"],
    ['h5/src/pages/home/index.tsx', "export { default } from '../../../../miniapp/src/pages/home/index'"],
    ['admin/vite.config.ts', "import path from 'node:path'"],
    ['e2e/src/liren.ts', "import { createApp } from '../../bff/src/app.ts'"],
  ])('allows %s with %s', (path, text) => {
    expect(refused(path, text)).toEqual([])
  })

  it('sees type imports, re-exports and dynamic imports', () => {
    const text = "import type { A } from './a.ts'\nexport * from './b.ts'\nconst c = import('./c.ts')"
    expect(importsOf({ path: 'bff/src/x.ts', text }).map((found) => `${found.to}:${found.line}`)).toEqual([
      'bff/src/a.ts:1',
      'bff/src/b.ts:2',
      'bff/src/c.ts:3',
    ])
  })
})
