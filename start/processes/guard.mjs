// Loaded first in every child: when the launcher is gone, even by kill -9, the child ends too.
if (process.channel) {
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 9_000).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
