import type { Page } from '@liren/contract'
import type { Message } from '@liren/contract/capabilities/message'
import type { NoticeBrief, NoticeDraft } from '@liren/contract/capabilities/notice'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import type { OpenTestStore } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'

type Who = keyof Village['tokens']

/** Notices as their writers, reviewers and readers meet them over HTTP. */
export function noticeDesk(app: TestApp, v: Village) {
  const call = <T>(method: string, path: string, who?: Who | string, body?: unknown) =>
    app.call<T>(method, `/api/${path}`, { token: who === undefined ? undefined : (v.tokens[who as Who] ?? who), body })
  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  const content = (over: object = {}) => ({
    ...{ title: '停水通知', body: '明日上午检修水泵，请提前储水。', category: 'announcement', publisher: 'property' },
    ...{ publisherName: '枫林物业服务中心', audience: 'residents', placeId: v.estate.id, ...over },
  })
  const create = (who: Who | string, over?: object) => call<NoticeDraft>('POST', 'notice-drafts', who, content(over))
  const step = (who: Who | string, draft: Pick<NoticeDraft, 'id' | 'version'>, name: string, opinion?: string) =>
    call<NoticeDraft>('POST', `notice-drafts/${draft.id}/${name}`, who, {
      version: draft.version,
      ...(opinion === undefined ? {} : { opinion }),
    })
  const list = async (who: Who | undefined, query = '') => (await ok(call<Page<NoticeBrief>>('GET', `notices${query}`, who))).items

  return {
    ...{ call, ok, content, create, step, list },
    titles: async (who: Who | undefined, query = '') => (await list(who, query)).map(({ title }) => title.zh),
    /** Written, submitted and approved by two different people, and told to whom it concerns. */
    async publish(
      over: object = {},
      [writer, reviewer]: readonly [Who | string, Who | string] = ['manager', 'officer'],
    ): Promise<NoticeDraft> {
      const submitted = await ok(step(writer, await ok(create(writer, over)), 'submit'))
      const out = await ok(step(reviewer, submitted, 'approve', ''))
      await app.work()
      return out
    },
    messages: async (who: Who) =>
      (await ok(call<Page<Message>>('GET', 'messages?limit=100', who))).items.filter(({ subject }) => subject === 'notice'),
  }
}

/** The village with a desk for notices, and somebody of the street office. */
export async function openNotices(open: OpenTestStore) {
  const app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
  const v = await makeVillage(app)
  const leader = await makePerson(app.kernel, '郑怀川', { roles: [['street-leader', v.street]] })
  return { app, v, desk: noticeDesk(app, v), street: await app.tokenOf(leader, 'admin') }
}
export type NoticeScene = Awaited<ReturnType<typeof openNotices>>
