"""Turns of people -> what they ask: releases and roles, isolation, platform, date, topic. Pure."""
