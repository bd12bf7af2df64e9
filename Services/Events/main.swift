import Host

ServiceMain.run(EventsService.self)
