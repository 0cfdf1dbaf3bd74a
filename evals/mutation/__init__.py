"""Does the question set notice? What is under test is changed on purpose; some question has to come out otherwise."""
