import HearthCommandLine

await Hearth.start()
