/** Purposes that every installation begins with, what people are told, and what is at stake. */
export const consentPurposes = [
  {
    code: 'face',
    zh: '人脸识别通行',
    en: 'Passing by face',
    isSeparate: true,
    body: [
      '我们将采集您的一张人脸照片，只用于您所住小区出入口的通行核验，不用于其他目的，不提供给第三方。照片加密保存，您可随时撤回，撤回后立即删除。',
      'We take one picture of your face, used only to let you pass at the gates of the estate where you live, for nothing else and for nobody else. It is kept sealed. You can withdraw at any time, and then it is erased at once.',
    ],
    without: ['可使用二维码、门卡、密码、远程开门或门岗登记通行', 'Pass by code, card, password, remote opening or at the gate house'],
    assessment: [
      '仅在本人选择刷脸通行时需要，其他通行方式始终可用',
      '人脸信息泄露或被用于其他场景，影响不可逆',
      '单独同意、加密存储、仅限门禁核验、撤回即删、查看留痕',
    ],
  },
  {
    code: 'health',
    zh: '健康与照护信息',
    en: 'Health and care',
    isSeparate: true,
    body: [
      '我们将记录您的健康状况与照护需求，供社区医生、照护人员在您需要帮助时使用。每次查看都会留痕，您可在“谁看过我”中查询。',
      'We note your health and the care you need, for the community doctor and carers when you need help. Every look is written down; see who in “who viewed me”.',
    ],
    without: ['仍可自行联系社区医院；紧急求助不受影响', 'You can still call the community clinic; calling for help is not affected'],
    assessment: [
      '提供上门照护与紧急救助时需要了解基本健康状况',
      '健康信息被无关人员知晓，造成歧视或困扰',
      '单独同意、最高级别加密、按岗位授权、查看须填原因并留痕',
    ],
  },
  {
    code: 'family-share',
    zh: '与家人共享',
    en: 'Sharing with family',
    isSeparate: false,
    body: [
      '您同意的家人可以看到您的房屋、报修和关爱记录，并代您办理。您可随时撤回。',
      'Family members whom you accept see your home, repairs and care records, and can act for you. You can withdraw at any time.',
    ],
    without: ['各项业务仍可由您本人办理', 'You can still do everything yourself'],
    assessment: ['家人代办需要看到相关记录', '家庭成员之间的隐私被不当知晓', '逐户绑定并审核、可随时撤回、记录可查'],
  },
  {
    code: 'sharing',
    zh: '对外提供个人信息',
    en: 'Giving data to others',
    isSeparate: true,
    body: [
      '我们将把列明的个人信息提供给列明的单位用于列明的用途。没有您的同意或法律依据不会提供；撤回后立即停止提供。',
      'We give the data that are named to the body that is named, for the purpose that is named. Nothing is given without your consent or a law; once you withdraw, nothing more is given.',
    ],
    without: ['社区内各项服务不受影响', 'Nothing inside the community is affected'],
    assessment: ['跨部门办理事项时由接收单位核验身份', '接收单位超范围使用或泄露', '逐项列明、定级审批、签名传输、撤回即停、全程留痕'],
  },
] as const
