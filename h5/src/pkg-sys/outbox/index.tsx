export { default } from '../../../../miniapp/src/pkg-sys/outbox/index'
