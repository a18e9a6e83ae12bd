/**
 * Beginnings of the passwords that are guessed first. A candidate is compared after undoing the usual disguises
 * (case, `@` for a, digits and signs at the end), so each line stands for hundreds of passwords.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passwd pass word passw0rd passcode secret letmein welcome login logon signin access admin administrator root toor
   superuser sysadmin system manager master server service support guest user test tester testing demo default changeme change temp
   temporary example sample oracle mysql postgres redis linux ubuntu debian windows microsoft office google apple android huawei xiaomi
   tencent alibaba taobao baidu weixin wechat jingdong qqmail foxmail hotmail gmail yahoo facebook twitter youtube instagram
   iloveyou love lovely loveme woaini woaiwojia aini baobao wobuzhidao nihao nihaoma zhongguo china beijing shanghai guangzhou shenzhen
   suzhou hangzhou nanjing wuhan chengdu chongqing tianjin dragon tiger monkey panda phoenix eagle lion wolf shark horse kitty puppy
   sunshine moonlight starwars superman batman spiderman ironman naruto pokemon pikachu princess queen king prince angel devil
   football basketball baseball soccer hockey tennis michael jordan kobe james ronaldo messi charlie thomas jessica jennifer michelle
   ashley nicole daniel andrew joshua matthew robert william george harley ranger hunter killer shadow mustang ferrari porsche mercedes
   computer internet network hacker hacking matrix freedom whatever trustno one nothing anything something forever flower summer winter
   spring autumn january february march april june july august september october november december monday friday sunday
   qwerty qwertyuiop qwer qwert asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc edcrfv rfvtgb qwaszx poiuytrewq
   lkjhgfdsa mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh abcabc aaa aaaa aaaaaa asdasd qweqwe qweasd qweasdzxc zaqwsx zaqxsw
   property estate community grid wuye wangge shequ xiaoqu yezhu baoan guanli guanliyuan jiedao zhihui pingtai xitong mima denglu
   yonghu ceshi zhanghao hello helloworld goodbye thankyou please happy lucky money dollar success company business cheese
   chocolate cookie banana orange pepper ginger coffee buster tigger snoopy maggie bailey cooper oliver sophie scooter`.split(/\s+/),
)

/** Rows of the keyboard and of the alphabet, both ways: pieces of four or more of them add nothing. */
const walks = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '!@#$%^&*()',
]
const reversed = (text: string) => [...text].reverse().join('')
const bothWays = [...walks, ...walks.map(reversed)]

/** Takes walks and repetitions down to their first character: what is left is what somebody thought of. */
export function withoutWalks(text: string): string {
  let left = ''
  for (let i = 0; i < text.length; ) {
    let length = 1
    while (i + length < text.length && bothWays.some((walk) => walk.includes(text.slice(i, i + length + 1)))) length++
    let repeated = 1
    while (text[i + repeated] === text[i]) repeated++
    left += text[i]
    i += Math.max(repeated, length >= 4 ? length : 1)
  }
  return left
}

const disguises: Readonly<Record<string, string>> = { '@': 'a', 4: 'a', 0: 'o', 1: 'i', '!': 'i', l: 'i', 3: 'e', 5: 's', $: 's', 7: 't' }

/** One spelling for all disguises of a word; l and i fall together, since 1 and ! stand for both. */
const plain = (text: string): string => [...text].map((sign) => disguises[sign] ?? sign).join('')
const lettersOf = (text: string): string => text.replace(/[^a-z]/g, '')
/** passwordpassword → password */
const once = (text: string): string => /^(.+?)\1+$/.exec(text)?.[1] ?? text

const known: ReadonlySet<string> = new Set([...commonPasswords].map((word) => once(lettersOf(plain(word)))))
const longestEdge = 8

/** What is left when some of the signs and digits at both ends are taken for decoration, the others for letters. */
function* cores(text: string): Generator<string> {
  const head = Math.min(longestEdge, /^[^a-z]*/.exec(text)?.[0].length ?? 0)
  const tail = Math.min(longestEdge, /[^a-z]*$/.exec(text)?.[0].length ?? 0)
  for (let from = 0; from <= head; from++) for (let to = 0; to <= tail; to++) yield text.slice(from, text.length - to)
}

/** Whether somebody with a list would try this early. */
export function isCommon(password: string): boolean {
  const lower = password.toLowerCase()
  if (withoutWalks(lower).length < 6) return true
  for (const core of cores(lower)) if (known.has(once(lettersOf(plain(core)))) || known.has(once(plain(lettersOf(core))))) return true
  return false
}
