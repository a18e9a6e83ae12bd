/** The policies that every installation begins with; whoever answers for security publishes later versions. */
export const cataloguePolicies = [
  {
    code: 'classification',
    zh: `一、分类。数据按内容分为六类：个人信息、公共基础信息、物联感知数据、业务办理数据、运行与审计记录、配置数据。每张表归入一种数据，每种数据有所有者、最终责任人与授权管理人。
二、分级。每个字段定为四级之一：L1 公开，任何人可见；L2 内部，本地点登录人员可见；L3 个人，能识别到人；L4 敏感，泄露会伤害人身、财产或尊严，如证件号码、健康、人脸、密钥。
三、从高原则。一个字段含有多级内容的，按最高一级；多个字段合在一起更敏感的，按合并后的级别。
四、定级责任。新增表或字段在合并代码前定级，未定级的不能通过检查；含义改变时重新定级。`,
    en: `1. Classes. Data are of six classes: personal, common facts, sensed by devices, of work, records of running, settings. Each table belongs to one kind of data, and each kind has an owner, somebody who answers for it, and somebody who decides who may see it.
2. Grades. Each field has one of four grades: L1 public; L2 internal, for signed-in people of the place; L3 personal, by which somebody can be recognised; L4 sensitive, whose leak hurts body, property or dignity, such as identity numbers, health, faces and keys.
3. The higher counts. A field with contents of several grades has the highest; fields that say more together are graded by what they say together.
4. Duty. A new table or field is graded before its code is merged: what is not graded does not pass the check. A changed meaning is graded again.`,
  },
  {
    code: 'security',
    zh: `一、存储。L3、L4 字段加密存储（SM4 加密、HMAC-SM3 校验，密钥分版本轮换）；需要检索的另存盲索引；口令、令牌只存摘要。
二、读取。L3、L4 字段默认脱敏显示；查看明文须有权限、写明原因，并记入审计。
三、流出。每个出口有许可级别；超过许可级别的字段在流出前剔除或拦截，并记入审计；确需流出的，由申请人以外的人审批，限定时间。
四、授权。谁可以看哪类数据由授权管理人决定，每次授予记录批准人；账号每月复核。
五、清理。各类数据到期清理并留下签名证明；法律保全中的不清理。`,
    en: `1. Storing. Fields of L3 and L4 lie sealed (SM4 with HMAC-SM3, keys in versions that are changed); those that are looked for have a blind index beside them; of passwords and tokens only a digest is kept.
2. Reading. Fields of L3 and L4 are shown masked; to see one in plain asks for the permission and a reason, and is written into the audit trail.
3. Leaving. Every way out has a clearance; fields above it are taken out or the whole is stopped before it leaves, and that is written into the audit trail. What has to leave nevertheless is approved by somebody other than the asker, for a time.
4. Granting. Who may see which data is decided by whoever manages the grants; each grant says who approved it; accounts are reviewed every month.
5. Clearing. Data whose time is over are cleared away with a signed proof; what a legal hold keeps stays.`,
  },
  {
    code: 'privacy',
    zh: `一、最少够用。只采集办理事项所需的个人信息，每项用途单独告知，敏感信息单独同意。
二、事前评估。启用新用途前完成个人信息保护影响评估，未评估的用途不能启用。
三、随时撤回。本人可随时撤回同意，撤回后停止使用，只凭同意保存的信息立即删除。
四、知情。本人可查看被保存了什么、谁看过，可导出、更正、注销。
五、不强制刷脸。人脸识别不是唯一的通行方式，拒绝不影响其他服务。`,
    en: `1. As little as needed. Only what a matter needs is asked of people; each purpose is told by itself, and for sensitive data consent is given by itself.
2. Assessed before. A new purpose is opened only with an assessment of its impact.
3. Withdrawn at any time. Consent can be withdrawn at any time; the use then stops, and what was kept only because of it is erased at once.
4. Known. People see what is kept about them and who looked; they may take it with them, have it corrected, and close their account.
5. No face needed. A face is never the only way in, and refusing it costs no other service.`,
  },
] as const
