export { default } from '../../../../miniapp/src/pkg-gov/notices/index'
