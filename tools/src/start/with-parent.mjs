// Loaded into every child of the supervisor: when the supervisor is gone, however it went, the child drains and ends.
process.channel?.unref()
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
