SELECT name, seq FROM topics
